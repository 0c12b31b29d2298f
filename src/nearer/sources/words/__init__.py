"""The words of phones and apps, in their languages, as data: dates and hours, placeholders, notices."""
