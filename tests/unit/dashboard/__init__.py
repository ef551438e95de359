"""What the pages are made of, without a browser: words, colours, data, and the file that is put in place."""
