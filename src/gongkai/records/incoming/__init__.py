"""What comes in from villages and inner units without an account: a photo and two fields, over a QR page."""
