# Two commands: `make book` to read and play, `make test` to have it proved. README.md gives the plain commands under them.

PYTHON ?= python3
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
SITE := _build/html
BUILT := _build/.built

# Everything a page is made from. Sphinx does not notice a change in alliancelib, so the whole site is built anew
# whenever the checksum of these files changes, and not at all when it does not.
SOURCES = find _config.yml _toc.yml requirements.txt alliancelib book -type f \
	-not -path '*/__pycache__/*' -not -path '*/.ipynb_checkpoints/*' -print | LC_ALL=C sort
CHECKSUM = $$($(SOURCES) | tr '\n' '\0' | xargs -0 cksum | cksum)

.PHONY: book site test lint clean help

help:
	@echo "make book    build the site and serve it on http://127.0.0.1:$(PORT)/  (PORT=8001 for another port)"
	@echo "make site    build the site into $(SITE)"
	@echo "make test    run every test: library, chapters, pages in a browser"
	@echo "make lint    check the style of the code"
	@echo "make clean   remove what was built (not the environment)"

book: site
	@echo
	@echo "  Read and play at  http://127.0.0.1:$(PORT)/    (Ctrl-C stops the server)"
	@echo
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory $(SITE) || \
		echo "The server stopped. If the port was taken, try  make book PORT=8001"

site: $(INSTALLED)
	@sum="$(CHECKSUM)"; \
	if [ -f $(SITE)/index.html ] && [ "$$sum" = "$$(cat $(BUILT) 2>/dev/null)" ]; then \
		echo "$(SITE) is up to date."; \
	else \
		set -e; \
		echo "Building the book into $(SITE): every chapter is executed, every warning is fatal."; \
		rm -rf $(SITE) $(BUILT); \
		$(BIN)/jupyter-book build . --all -W --keep-going; \
		echo "$$sum" > $(BUILT); \
	fi

# loadscope keeps the cells of a chapter, which need one another, on one worker.
test: site
	$(BIN)/python -m pytest -n auto --dist loadscope $(PYTEST)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Asking matplotlib for its fonts once keeps its first-use message out of the chapters.
$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with  make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else 0'
	@echo "Installing what the book needs into $(VENV): a minute or two, once."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python could not make an environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip check
	@$(BIN)/python -c 'import matplotlib.font_manager' 2>/dev/null
	@touch $@

# Needs uv; the result holds for every platform and for Python 3.11 and newer.
.PHONY: pins
pins:
	uv pip compile --universal --python-version 3.11 --custom-compile-command "make pins" --annotation-style line \
		$(UPGRADE) requirements.in -o requirements.txt

clean:
	rm -rf _build .pytest_cache .ruff_cache .hypothesis
