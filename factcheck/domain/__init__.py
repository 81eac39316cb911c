"""What the product speaks of: frozen values, enums and rules. Imports the standard library only."""
