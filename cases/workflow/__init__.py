"""The law's procedure: which move is possible from where, for whom, on which article."""
