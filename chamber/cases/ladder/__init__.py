"""What is late climbs: to the lead department, the head of the secretariat, the leader, at last the supervisor."""
