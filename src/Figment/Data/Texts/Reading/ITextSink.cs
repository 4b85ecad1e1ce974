namespace Figment.Data.Texts;

/// <summary>Takes texts as they are read.</summary>
internal interface ITextSink
{
    /// <summary>Adds to the text that is being read.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Ends the text that is being read.</summary>
    void EndText();
}
