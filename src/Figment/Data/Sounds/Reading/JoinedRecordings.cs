using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>Recordings followed by other recordings.</summary>
internal sealed class JoinedRecordings(IRecordings first, IRecordings second) : IRecordings
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. first.Names, .. second.Names];

    /// <inheritdoc/>
    public string FullName(int number) => Of(number, out int own).FullName(own);

    /// <inheritdoc/>
    public DecodedSound Decode(int number) => Of(number, out int own).Decode(own);

    private IRecordings Of(int number, out int own)
    {
        bool isFirst = number < first.Names.Count;
        own = isFirst ? number : number - first.Names.Count;
        return isFirst ? first : second;
    }
}
