#:project ../src/Figment.Workbench/Figment.Workbench.csproj

// Talks with a model that 'figment train' trained on dialogues, as any .NET application talks with a language model: through
// IChatClient of Microsoft.Extensions.AI. Only the first lines depend on Figment.
//
//   dotnet run samples/chat.cs -- runs/my-gpt "Who are you?" ["What else?" …]

using Figment;
using Figment.Backend;
using Figment.Models.Texts;
using Figment.Runs;
using Microsoft.Extensions.AI;
using TorchSharp;

if (args.Length < 2)
{
    Console.Error.WriteLine("Name a run and a message: dotnet run samples/chat.cs -- runs/my-gpt \"Who are you?\"");
    return 2;
}

try
{
    TorchLibrary.Load();
    using TextModel model = RunFolder.Open(args[0]).LoadModel<TextModel>(torch.CPU);
    using IChatClient client = model.AsChatClient(new TextOptions { Temperature = 0 });

    List<ChatMessage> said = [];
    foreach (string question in args[1..])
    {
        said.Add(new ChatMessage(ChatRole.User, question));
        List<ChatResponseUpdate> answer = [];
        await foreach (ChatResponseUpdate piece in client.GetStreamingResponseAsync(said))
        {
            Console.Write(piece.Text);
            answer.Add(piece);
        }

        Console.WriteLine();
        said.AddMessages(answer);
    }

    return 0;
}
catch (FigmentException e)
{
    // The message says what is wrong, why, and what to do.
    Console.Error.WriteLine(e.Message);
    return 1;
}
