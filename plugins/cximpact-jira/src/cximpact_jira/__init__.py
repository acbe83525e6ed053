"""Evidence for cximpact from Jira Cloud: proposals, customer-reported issues, satisfaction."""
