"""The public screens: a worker with a card, an employer with a one-time link, an application on line. No account."""
