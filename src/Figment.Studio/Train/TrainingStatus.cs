namespace Figment.Studio.Train;

/// <summary>The state of a training run.</summary>
public enum TrainingStatus
{
    /// <summary>It is loading data and libraries.</summary>
    Preparing,

    /// <summary>It is learning.</summary>
    Training,

    /// <summary>It is paused, or will be after the current report.</summary>
    Paused,

    /// <summary>It ends after the current step and saves.</summary>
    Stopping,

    /// <summary>It is complete or was stopped, and is saved.</summary>
    Done,

    /// <summary>It ended with an error.</summary>
    Failed,
}
