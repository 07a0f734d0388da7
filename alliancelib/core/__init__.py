"""What both games share, and what knows neither: symbols, games, sessions, trees and the oracle."""
