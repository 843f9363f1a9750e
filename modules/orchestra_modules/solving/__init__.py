"""What the exact solvers share: refusals, findings, listed options, numbers in words."""
