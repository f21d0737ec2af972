if tab:
	use()
	if more:
		deep()
form_feed()
carriage()
last(1)