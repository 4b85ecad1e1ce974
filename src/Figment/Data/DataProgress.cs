namespace Figment.Data;

/// <summary>What takes time while a data set is opened.</summary>
public enum DataActivity
{
    /// <summary>A file comes over the network; counted in bytes.</summary>
    Downloading,

    /// <summary>Pictures are decoded; counted in pictures.</summary>
    Decoding,

    /// <summary>Images are written to a packed file; counted in images.</summary>
    Packing,

    /// <summary>A packed file is compared with its SHA-256; counted in images.</summary>
    Checking,
}

/// <summary>How far the opening of a data set is.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Subject">The file or folder.</param>
/// <param name="Done">Bytes, pictures or images so far.</param>
/// <param name="Total">Bytes, pictures or images in all; null where that is not known.</param>
public sealed record DataProgress(DataActivity Activity, string Subject, long Done, long? Total);
