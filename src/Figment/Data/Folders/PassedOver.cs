namespace Figment.Data.Folders;

/// <summary>Why something in a folder or archive is not used.</summary>
internal enum PassedReason
{
    /// <summary>What systems and storage devices keep for themselves: thumbnails, bins, indexes.</summary>
    System,

    /// <summary>Its name begins with a dot, or it is marked as hidden.</summary>
    Hidden,

    /// <summary>A symbolic link, which is not followed unless one asks for it.</summary>
    Link,

    /// <summary>A symbolic link to what is not there.</summary>
    LostLink,

    /// <summary>A symbolic link to what is read already; it may lead in a circle.</summary>
    ReadAlready,

    /// <summary>A folder or file that may not be read; the detail says why.</summary>
    Unreadable,

    /// <summary>Its name on disk is no valid UTF-8, so it cannot be opened.</summary>
    NameNotUtf8,

    /// <summary>An entry of an archive whose name leads out of it.</summary>
    LeadsOut,

    /// <summary>An entry of an archive with the name of one before it.</summary>
    SameName,

    /// <summary>The folder of a training.</summary>
    Run,

    /// <summary>A sheet or chart that Figment drew.</summary>
    Sheet,

    /// <summary>An archive inside the data.</summary>
    Archive,

    /// <summary>No picture, by its ending and its content.</summary>
    NoPicture,

    /// <summary>No sound, by its ending and its content.</summary>
    NoSound,

    /// <summary>No text, by its ending.</summary>
    NoText,

    /// <summary>A labels file that names no picture or has no column of labels.</summary>
    OtherLabels,

    /// <summary>A picture beside the folders of the parts, or in a folder that is no part.</summary>
    OtherFolder,

    /// <summary>A picture of another held-out part.</summary>
    SparePart,

    /// <summary>A picture of the held-out part whose class the training part does not have.</summary>
    UnknownClass,

    /// <summary>A picture that the labels file does not name, or names without a label.</summary>
    Unlabelled,
}

/// <summary>Something that is not used.</summary>
/// <param name="Path">Relative, with slashes; a folder ends in one and stands for all that it holds.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">More of it, where there is more to say.</param>
internal sealed record PassedOver(string Path, PassedReason Reason, string? Detail = null);
