"""An invented community that is lived in through the real use-cases: for the demonstration, tests and benchmarks."""
