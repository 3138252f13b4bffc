"""粘贴即办: read text pasted from WeChat and pass it to a form for a notice, an event or a case."""
