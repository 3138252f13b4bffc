"""粘贴即办: text pasted from WeChat, read and handed to the form that makes something of it."""
