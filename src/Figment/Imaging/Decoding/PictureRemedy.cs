namespace Figment.Imaging;

/// <summary>What to do about a file that is not read; the words stand in the table, by name.</summary>
internal enum PictureRemedy
{
    None,
    Conversion,
    Development,
    Drawing,
    Extraction,
    Download,
    Removal,
    Unpacking,
    Naming,
    Fetching,
}
