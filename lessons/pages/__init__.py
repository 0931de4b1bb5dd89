"""What the lessons page draws in more than one place, and its labs."""
