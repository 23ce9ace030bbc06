"""The chapters that reports are made of: from facts to blocks, a subject in each module."""
