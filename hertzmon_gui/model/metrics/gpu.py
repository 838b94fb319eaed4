"""Each GPU."""

from __future__ import annotations

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute

GPU = MetricGroup(
    "gpu",
    QT_TRANSLATE_NOOP("Metrics", "GPU"),
    lambda snapshot: () if snapshot.gpus is None else ((str(gpu.index), gpu) for gpu in snapshot.gpus.devices),
    (
        Metric(
            "load",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Load"),
            QT_TRANSLATE_NOOP(
                "Metrics", "Time in which the GPU executed anything; of Intel's, at most: time in which it was awake."
            ),
            "NVML utilization; GPUtil; DRM gpu_busy_percent; Intel: 1 − rc6_residency_ms, idle_residency_ms",
            attribute("load_percent"),
        ),
        Metric(
            "memory_percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Memory"),
            QT_TRANSLATE_NOOP("Metrics", "Share of the GPU's memory that is in use."),
            "NVML memory info; GPUtil; DRM mem_info_vram",
            attribute("memory_percent"),
        ),
        Metric(
            "temperature",
            Unit.CELSIUS,
            QT_TRANSLATE_NOOP("Metrics", "Temperature"),
            QT_TRANSLATE_NOOP("Metrics", "Temperature of the GPU's core."),
            "NVML; GPUtil; hwmon temp1_input, temp2_input",
            attribute("temperature_celsius"),
        ),
        Metric(
            "power",
            Unit.WATTS,
            QT_TRANSLATE_NOOP("Metrics", "Power"),
            QT_TRANSLATE_NOOP("Metrics", "Power that the board draws."),
            "NVML; hwmon power1_average, power1_input, growth of energy1_input",
            attribute("power_watts"),
        ),
        Metric(
            "graphics_clock",
            Unit.MEGAHERTZ,
            QT_TRANSLATE_NOOP("Metrics", "Graphics clock"),
            QT_TRANSLATE_NOOP("Metrics", "Clock of the shader cores."),
            "NVML; hwmon freq1_input; Intel gt_act_freq_mhz, act_freq",
            attribute("graphics_clock_mhz"),
        ),
        Metric(
            "encoder",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Encoder"),
            QT_TRANSLATE_NOOP("Metrics", "Load of the video encoder."),
            "NVML",
            attribute("encoder_percent"),
        ),
        Metric(
            "decoder",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Decoder"),
            QT_TRANSLATE_NOOP("Metrics", "Load of the video decoder."),
            "NVML",
            attribute("decoder_percent"),
        ),
    ),
)
