"""What every page stands on: layouts, components, style, and tools that keep translations whole."""
