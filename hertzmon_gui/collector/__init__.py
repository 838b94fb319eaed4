"""The one place that reads the machine: probes, the sampler thread that runs them, and actions on processes."""
