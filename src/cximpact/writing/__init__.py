"""Every file we write: a crash, a full disk or a kill leaves the old content or the new, whole."""
