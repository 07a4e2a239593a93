"""Standing rules of the work (制度) and the disclosure guide (指南), each in versions with the days they hold."""
