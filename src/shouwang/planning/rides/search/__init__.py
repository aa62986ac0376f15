"""`plan`: how long the kernel searches, how it begins, cools and begins anew, and what is made of the routes it met."""
