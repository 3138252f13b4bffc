"""Other paths (另辟蹊径): what a firm can do where the chamber cannot help, kept true, and asked after."""
