"""Training the classifier again; never needed to use Nearer."""
