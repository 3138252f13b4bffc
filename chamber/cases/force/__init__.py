"""The task force (专班) of a complex case: proposed, approved or begun provisionally; its people and meetings."""
