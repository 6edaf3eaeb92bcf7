"""Practice data: invented people in invented and published disputes, carried by the services along ordered steps."""
