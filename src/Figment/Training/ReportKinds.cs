namespace Figment.Training;

/// <summary>The contents of a training report, as flags.</summary>
[Flags]
internal enum ReportKinds
{
    /// <summary>Nothing is due.</summary>
    None = 0,

    /// <summary>The measures of the steps since the last such report.</summary>
    Measures = 1,

    /// <summary>Samples of the model, together with the measures.</summary>
    Samples = 2,

    /// <summary>A checkpoint.</summary>
    State = 4,

    /// <summary>The end of training.</summary>
    Last = 8,

    /// <summary>A value is no longer finite, which ends training; there is nothing to show or save then.</summary>
    Broken = 16,
}
