namespace Figment.Data.Folders;

/// <summary>The reason why a file or folder is not used.</summary>
internal enum PassedReason
{
    /// <summary>A file or folder that systems and storage devices keep for themselves: thumbnails, bins, indexes.</summary>
    System,

    /// <summary>A file or folder whose name begins with a dot or that is marked as hidden.</summary>
    Hidden,

    /// <summary>A symbolic link, which is followed only on request.</summary>
    Link,

    /// <summary>A symbolic link to a file or folder that does not exist.</summary>
    LostLink,

    /// <summary>A symbolic link to a file or folder that has already been read; it may form a circle.</summary>
    ReadAlready,

    /// <summary>A folder or file to which access is denied; the detail says why.</summary>
    Unreadable,

    /// <summary>A file or folder whose name on disk is not valid UTF-8, so it cannot be opened.</summary>
    NameNotUtf8,

    /// <summary>An entry of an archive whose name leads out of the archive.</summary>
    LeadsOut,

    /// <summary>An entry of an archive with the same name as an earlier entry.</summary>
    SameName,

    /// <summary>The folder of a training run.</summary>
    Run,

    /// <summary>A sheet or chart that Figment drew.</summary>
    Sheet,

    /// <summary>An archive inside the data.</summary>
    Archive,

    /// <summary>A file that is not a picture, judging by its extension and its content.</summary>
    NoPicture,

    /// <summary>A file that is not a sound, judging by its extension and its content.</summary>
    NoSound,

    /// <summary>A file that is not a text, judging by its extension.</summary>
    NoText,

    /// <summary>A labels file that names no pictures or has no column of labels.</summary>
    OtherLabels,

    /// <summary>A picture beside the folders of the parts, or in a folder that is not a part.</summary>
    OtherFolder,

    /// <summary>A picture of another held-out part.</summary>
    SparePart,

    /// <summary>A held-out picture of a class that the training part does not have.</summary>
    UnknownClass,

    /// <summary>A picture that the labels file does not name, or for which it gives no label.</summary>
    Unlabelled,
}

/// <summary>A file or folder that is not used.</summary>
/// <param name="Path">
/// The relative path, with slashes. The path of a folder ends in a slash and stands for everything inside.
/// </param>
/// <param name="Reason">The reason.</param>
/// <param name="Detail">Further detail, if there is any.</param>
internal sealed record PassedOver(string Path, PassedReason Reason, string? Detail = null);
