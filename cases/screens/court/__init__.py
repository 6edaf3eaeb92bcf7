"""The court's screens: delegate, see how far a case is, review what was agreed, confirm or send back."""
