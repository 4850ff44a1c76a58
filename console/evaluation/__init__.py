"""Assessment as pure functions: steps to facts, facts to figures, figures to scores."""
