"""Oversight 园区管理: screens of room heads, union supervisors and auditors."""
