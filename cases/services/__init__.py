"""The verbs: what people do with disputes and cases. Each says who may do it, writes its event, and refuses in Chinese."""
