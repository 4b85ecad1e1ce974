namespace Figment.Imaging;

/// <summary>Advice for an unsupported file; the words are in the table, by name.</summary>
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
