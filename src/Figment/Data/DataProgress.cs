namespace Figment.Data;

/// <summary>What takes time while a data set is opened.</summary>
public enum DataActivity
{
    /// <summary>A file comes over the network; counted in bytes.</summary>
    Downloading,

    /// <summary>Texts are read; counted in bytes.</summary>
    Reading,

    /// <summary>Pictures are decoded; counted in pictures.</summary>
    Decoding,

    /// <summary>A packed file is written; counted in images, or in bytes of texts.</summary>
    Packing,

    /// <summary>A packed file is compared with its SHA-256; counted in images, or in bytes of texts.</summary>
    Checking,

    /// <summary>A judge of the data's classes is trained; counted in hundredths.</summary>
    Judging,

    /// <summary>Recordings are read; counted in recordings.</summary>
    Listening,

    /// <summary>Sounds are heard by what judges them; counted in sounds.</summary>
    Hearing,
}

/// <summary>How far the opening of a data set is.</summary>
/// <param name="activity">What is being done.</param>
/// <param name="subject">The file or folder.</param>
/// <param name="done">Bytes, pictures or images so far.</param>
/// <param name="total">Bytes, pictures or images in all; null where that is not known.</param>
public sealed class DataProgress(DataActivity activity, string subject, long done, long? total)
{
    /// <summary>What is being done.</summary>
    public DataActivity Activity { get; } = activity;

    /// <summary>The file or folder.</summary>
    public string Subject { get; } = subject;

    /// <summary>Bytes, pictures or images so far.</summary>
    public long Done { get; } = done;

    /// <summary>Bytes, pictures or images in all; null where that is not known.</summary>
    public long? Total { get; } = total;

    /// <summary>
    /// Of a judge, the share of held-out items about which it is right so far; null where that was not measured yet.
    /// </summary>
    public double? Right { get; internal init; }
}
