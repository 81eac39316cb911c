"""What the views show: state read from the services, told on by signals. Nothing here draws."""
