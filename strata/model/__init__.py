"""What things are: attributes, segments, metrics, results. Pure data, no input or output."""
