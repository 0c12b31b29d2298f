"""Abuse cases: what somebody who watches or controls would try, at the doors that everybody has (threat-model.md)."""
