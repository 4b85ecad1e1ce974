namespace Figment.Data;

/// <summary>A slow step in opening a data set.</summary>
public enum DataActivity
{
    /// <summary>A file is downloaded; progress counts bytes.</summary>
    Downloading,

    /// <summary>Texts are read; progress counts bytes.</summary>
    Reading,

    /// <summary>Pictures are decoded; progress counts pictures.</summary>
    Decoding,

    /// <summary>A packed file is written; progress counts images or, for texts, bytes.</summary>
    Packing,

    /// <summary>A packed file is compared with its SHA-256; progress counts images or, for texts, bytes.</summary>
    Checking,

    /// <summary>A classifier is being trained to tell the data's classes apart; progress is in percent.</summary>
    Judging,

    /// <summary>Recordings are read; progress counts recordings.</summary>
    Listening,

    /// <summary>Sounds are analysed for an evaluation; progress counts sounds.</summary>
    Hearing,
}

/// <summary>The progress of opening a data set.</summary>
/// <param name="activity">The current activity.</param>
/// <param name="subject">The file or folder.</param>
/// <param name="done">The number of bytes, pictures or images so far.</param>
/// <param name="total">The total number of bytes, pictures or images; null if it is not known.</param>
public sealed class DataProgress(DataActivity activity, string subject, long done, long? total)
{
    /// <summary>The current activity.</summary>
    public DataActivity Activity { get; } = activity;

    /// <summary>The file or folder.</summary>
    public string Subject { get; } = subject;

    /// <summary>The number of bytes, pictures or images so far.</summary>
    public long Done { get; } = done;

    /// <summary>The total number of bytes, pictures or images; null if it is not known.</summary>
    public long? Total { get; } = total;

    /// <summary>
    /// The share of held-out items that the judge, while it is being trained, currently classifies correctly, from 0 to 1; null
    /// if it has not been measured.
    /// </summary>
    public double? Right { get; internal init; }
}
