"""The desk 工作台: screens of registrars, mediators and room heads."""
