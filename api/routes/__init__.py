"""The routes, one module per resource; each declares its path together with the rule of who may use it."""
