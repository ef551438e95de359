"""The pages as a reader meets them: in a browser without a window, from the file system, without a network."""
