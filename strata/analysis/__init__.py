"""One use case a file: a warehouse and a question in, one frozen result out."""
