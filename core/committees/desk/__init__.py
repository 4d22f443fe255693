"""The staff's pages about sessions of the committee, programmes and the settings of both."""
