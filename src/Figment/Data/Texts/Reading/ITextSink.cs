namespace Figment.Data.Texts;

/// <summary>Receives texts as they are read.</summary>
internal interface ITextSink
{
    /// <summary>Appends to the current text.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Ends the current text.</summary>
    void EndText();
}
