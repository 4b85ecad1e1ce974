namespace Figment.Tests;

public sealed class StorageTests
{
    [Fact]
    public void A_failure_is_told_with_path_verb_and_reason()
    {
        Func<int> failing = Failing<int>(new IOException("No room."));

        FigmentException e = Assert.Throws<FigmentException>(() => Storage.Try("a.bin", "read", failing));

        Assert.Equal("a.bin cannot be read: No room.", e.Message);
        Assert.IsType<IOException>(e.InnerException);
    }

    [Fact]
    public void Advice_follows_the_reason_and_the_kind_of_error_is_chosen_by_the_place()
    {
        Func<int> failing = Failing<int>(new UnauthorizedAccessException("Denied."));

        RunFolderException e = Assert.Throws<RunFolderException>(() =>
            Storage.Try("a", "written", failing, "Make room.", (message, cause) => new RunFolderException(message, cause))
        );

        Assert.Equal("a cannot be written: Denied. Make room.", e.Message);
    }

    [Fact]
    public void What_no_file_system_throws_goes_through()
    {
        Func<int> damaged = Failing<int>(new FileFormatException("It is damaged."));
        Func<int> wrong = Failing<int>(new InvalidOperationException("a defect"));

        Assert.Throws<FileFormatException>(() => Storage.Try("a", "read", damaged));
        Assert.Throws<InvalidOperationException>(() => Storage.Or(wrong, otherwise: 1));
        Assert.Equal(1, Storage.Or(Failing<int>(new IOException("gone")), otherwise: 1));
    }

    [Fact]
    public void What_is_opened_is_closed_where_nothing_can_be_made_of_it()
    {
        MemoryStream file = new();

        Assert.Throws<FigmentException>(() =>
            Storage.Open<MemoryStream, int>("a", () => file, _ => throw new EndOfStreamException("It ends."))
        );
        Assert.False(file.CanRead);
    }

    private static Func<T> Failing<T>(Exception e) => () => throw e;
}
