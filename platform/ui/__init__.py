"""What every page stands on: layouts, components, style; and the tools that keep Arabic whole."""
