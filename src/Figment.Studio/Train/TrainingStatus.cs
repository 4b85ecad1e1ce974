namespace Figment.Studio.Train;

/// <summary>What a training is doing.</summary>
public enum TrainingStatus
{
    /// <summary>Data and libraries are being loaded.</summary>
    Preparing,

    /// <summary>It learns.</summary>
    Training,

    /// <summary>It waits to be continued, after the report under way.</summary>
    Paused,

    /// <summary>It ends after the step under way and saves.</summary>
    Stopping,

    /// <summary>It is complete, or was stopped, and is saved.</summary>
    Done,

    /// <summary>It ended with an error.</summary>
    Failed,
}
