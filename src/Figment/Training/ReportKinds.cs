namespace Figment.Training;

/// <summary>What a report of a training is about; several at a time.</summary>
[Flags]
internal enum ReportKinds
{
    /// <summary>Nothing is due.</summary>
    None = 0,

    /// <summary>What the steps since the last such report measured.</summary>
    Measures = 1,

    /// <summary>A look at what the model makes, which goes with the measures.</summary>
    Samples = 2,

    /// <summary>A checkpoint.</summary>
    State = 4,

    /// <summary>The end of the training.</summary>
    Last = 8,

    /// <summary>
    /// That something is no longer a finite number, which is the end; there is nothing to look at or to save then.
    /// </summary>
    Broken = 16,
}
